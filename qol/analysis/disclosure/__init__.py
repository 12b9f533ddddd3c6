"""Tables of counts that leave the team: nobody who subtracts finds one to seven people in them."""

LEAST = 8
"""The smallest number of people, other than nobody, that may be told or worked out."""
