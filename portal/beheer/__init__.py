"""For those who keep it running: health, numbers without persons."""
