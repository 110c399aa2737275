"""How one request stands, told as it is: never earlier than true."""
