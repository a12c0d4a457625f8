"""Programs written for the published client, run unedited against arrays."""
