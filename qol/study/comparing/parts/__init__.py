"""The further parts of the comparison on the screen, each computed only when it is asked for."""
