"""What enters: the input files, their contracts and their check, the value grammar."""
