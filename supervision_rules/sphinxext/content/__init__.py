"""What stands on the pages, a module a kind of page: a scheme goes in, document nodes come out."""
