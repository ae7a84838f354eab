"""How the invented house is made: stories told by chance, then written down as rows or through the verbs."""
