"""What several families have in common: likeness, distances, products, trees."""
