"""An invented country with registers as they are delivered, and the truth it was made from."""
