# The five steps in R's data.table: Rscript with_data_table.R FOLDER MUNICIPALITIES. The registers lie as CSV, which fread
# reads fastest; days are numbers already, and only the columns of the steps are there.
suppressPackageStartupMessages(library(data.table))
setDTthreads(2)
arguments <- commandArgs(TRUE)
folder <- arguments[1]
places <- fread(arguments[2], colClasses = "character")
reading <- 0
CUT <- 20818

clock <- function() proc.time()[["elapsed"]]

register <- function(name, text) {
  began <- clock()
  found <- fread(file.path(folder, paste0(name, ".csv")), colClasses = list(character = text), showProgress = FALSE)
  reading <<- reading + clock() - began
  found
}

cohort <- function() {
  k <- register("kkcoph", c("pnr", "cprtjek", "frivil_mark"))
  first_stay <<- k[cprtjek == "0" & frivil_mark == "1", .(arrived = min(indflyt)), by = pnr]
  few <<- first_stay[arrived >= 18993 & arrived < 20454]
  NULL
}

diagnoses <- function() {
  a <- register("psyk_adm", c("pnr", "recnum"))[pnr %chin% few$pnr]
  d <- register("psyk_diag", c("recnum", "c_diag", "c_diagtype"))[recnum %chin% a$recnum]
  d <- d[c_diagtype %chin% c("A", "B") & startsWith(c_diag, "DF")]
  old <- a[d, on = "recnum", .(pnr, day = d_inddto, code = substr(c_diag, 2, 4))]
  k <- register("lpr_a_kontakt", c("pnr", "dw_ek_kontakt", "lprindberetningssystem"))
  k <- k[pnr %chin% few$pnr][lprindberetningssystem == "LPR3"]
  g <- register("lpr_a_diagnose", c("dw_ek_kontakt", "diag_kode", "diag_kode_type", "senere_afkraeftet"))
  g <- g[dw_ek_kontakt %chin% k$dw_ek_kontakt]
  g <- g[diag_kode_type %chin% c("A", "B") & startsWith(diag_kode, "DF") & senere_afkraeftet != "Ja"]
  new <- k[g, on = "dw_ek_kontakt", .(pnr, day = kont_starttidspunkt, code = substr(diag_kode, 2, 4))]
  found <- unique(rbind(old, new))[few, on = "pnr", nomatch = NULL]
  found <- found[day < arrived & day >= arrived - 1826]
  c(uniqueN(found$pnr), nrow(found))
}

strata <- function() {
  bef <<- register("bef", c("pnr", "koen", "kom", "ie_type"))
  bef[places, on = "kom", landsdel := i.landsdel]
  n <- bef[, .N, by = .(referencetid, koen, age = (referencetid - foed_dag) %/% 1826L, landsdel, ie_type)]
  c(nrow(n), sum(n$N), max(n$N))
}

matched <- function() {
  keys <- c("referencetid", "born_in", "landsdel", "ie_type")
  b <- bef[koen == "2"]
  b[, born_in := year(as.IDate(foed_dag))]
  last <- as.integer(as.IDate(paste0(year(as.IDate(few$arrived)) - 1L, "-12-31")))
  cases <- b[few[, .(pnr, arrived, referencetid = last)], on = c("pnr", "referencetid"), nomatch = NULL]
  women <- b[unique(cases[, ..keys]), on = keys, nomatch = NULL]
  free <- women[cases[, c(.(case_pnr = pnr, arrived = arrived), .SD), .SDcols = keys], on = keys, nomatch = NULL,
                allow.cartesian = TRUE]
  free[first_stay, on = "pnr", own := i.arrived]
  free <- free[pnr != case_pnr & (is.na(own) | own > arrived)]
  free[, `:=`(number = as.numeric(pnr), other = as.numeric(case_pnr))]
  free[, lot := ((number %% 1000003) * (other %% 10007 + 1)) %% 2147483647]
  setorder(free, lot, number)
  chosen <- free[free[, .I[seq_len(min(10L, .N))], by = case_pnr]$V1]
  subjects <<- rbind(cases[, .(pnr, arrived, born = foed_dag)], chosen[, .(pnr, arrived, born = foed_dag)])
  c(uniqueN(chosen$case_pnr), nrow(chosen), sum(chosen$number %% 1000))
}

crime <- function() {
  s <- register("krsi", c("pnr", "journr", "sig_ger9"))[pnr %chin% subjects$pnr]
  a <- register("kraf", c("pnr", "journr", "afg_afgtyp3"))[pnr %chin% subjects$pnr]
  guilty <- unique(a[afg_afgtyp3 %chin% c("111", "211"), .(pnr, journr)])
  s[, `:=`(law = substr(sig_ger9, 1, 1), guilty = 0L)]
  s[guilty, on = c("pnr", "journr"), guilty := 1L]
  offences <- s[, .(day = min(sig_ger1dto), guilty = max(guilty)), by = .(pnr, journr, law)]
  o <- offences[subjects, on = "pnr", nomatch = NULL, allow.cartesian = TRUE]
  o <- o[day >= arrived - 365 & day < arrived + 365]
  c(nrow(o), sum(o$guilty), sum(o$day >= o$arrived), sum(o$law == "1"))
}

residence <- function() {
  born <- subjects[, .(day = min(born)), by = pnr]
  inward <- register("vnds_ind", "pnr")[pnr %chin% born$pnr, .(pnr, day = haend_dato, mark = 1L)]
  outward <- register("vnds_ud", "pnr")[pnr %chin% born$pnr, .(pnr, day = haend_dato, mark = 0L)]
  older <- register("vnds_hist", c("pnr", "indud_kode"))[pnr %chin% born$pnr]
  older <- older[, .(pnr, day = haend_dato, mark = as.integer(indud_kode == "I"))]
  dead <- register("dod", "pnr")[pnr %chin% born$pnr, .(pnr, day = doddato, mark = 2L)]
  moved <- unique(rbind(inward, outward, older))
  first <- moved[, .(coded = min(day * 2L + mark)), by = pnr]
  born[first, on = "pnr", coded := i.coded]
  marks <- rbind(moved, born[is.na(coded) | coded %% 2L == 0L, .(pnr, day, mark = 1L)], dead)
  setorder(marks, pnr, day, mark)
  marks[, before := shift(mark), by = pnr]
  marks <- marks[is.na(before) | before != mark]
  marks[, `:=`(until = shift(day, -1L, fill = CUT + 1L), why = shift(mark, -1L, fill = 9L)), by = pnr]
  p <- marks[mark == 1L][subjects[, .(pnr, arrived)], on = "pnr", nomatch = NULL, allow.cartesian = TRUE]
  p <- p[day < arrived + 365 & until > arrived]
  days <- sum(pmin(p$until, p$arrived + 365, CUT + 1) - pmax(p$day, p$arrived))
  early <- p$until < p$arrived + 365
  c(days, nrow(p), sum(early & p$why == 2L), sum(early & p$why == 0L))
}

steps <- list(cohort = cohort, diagnoses = diagnoses, strata = strata, matched = matched, crime = crime, residence = residence)
seconds <- answers <- character()
for (name in names(steps)) {
  reading <- 0
  began <- clock()
  answer <- steps[[name]]()
  seconds <- c(seconds, sprintf('"%s": [%.3f, %.3f]', name, reading, clock() - began - reading))
  if (length(answer)) answers <- c(answers, sprintf('"%s": [%s]', name, paste(format(answer, scientific = FALSE, trim = TRUE), collapse = ", ")))
}
cat(sprintf('{"version": "%s", "seconds": {%s}, "answers": {%s}}\n', packageVersion("data.table"), paste(seconds, collapse = ", "), paste(answers, collapse = ", ")))
