"""The steps by which the tables came to be; each can be undone."""
