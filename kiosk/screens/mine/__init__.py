"""我的事情: what is on its way, by number."""
