"""The command line, one file a group of commands. With ``plimsoll.py`` the only room that sees all others."""
