"""What Sori can do, free of Qt: each folder turns one kind of data into another."""
