"""What a delivery must look like: the contract with each register, the faults it can have, and the preflight."""
