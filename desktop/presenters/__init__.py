"""What each page does, without Qt: presenters decide, views draw."""
