"""Pictures of ensembles: what each voice says, and how the vote comes out."""
