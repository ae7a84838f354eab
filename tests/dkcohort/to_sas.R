# Writes each CSV of a folder as sas7bdat. A column's name ends in its type: text, day, moment or number.
suppressMessages(library(haven))
for (path in list.files(commandArgs(TRUE)[1], pattern = "\\.csv$", full.names = TRUE)) {
  rows <- read.csv(path, colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8")
  kinds <- sub(".*:", "", names(rows))
  names(rows) <- sub(":.*", "", names(rows))
  for (i in seq_along(rows)) {
    rows[[i]] <- switch(kinds[i],
      text = rows[[i]],
      day = as.Date(rows[[i]]),
      moment = as.POSIXct(rows[[i]], tz = "UTC"),
      number = as.numeric(rows[[i]])
    )
  }
  suppressWarnings(write_sas(rows, sub("\\.csv$", ".sas7bdat", path)))
}
