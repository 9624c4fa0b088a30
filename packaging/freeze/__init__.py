"""How the program becomes a folder that needs no Python (PyInstaller), and what is made of that folder."""
