"""What leaves the study: datasets, frozen data cuts, reports, and the analysis plan."""
