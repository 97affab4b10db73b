"""How steep the walls are: Hessian eigenvalues and learning rates that are tried out."""
