"""Each port made real, in a file of the same name as the port."""
