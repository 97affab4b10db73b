"""Pure array functions, NumPy and CUDA side by side: stateless, knowing no layer and no window."""
