"""minsheng (民生): a warehouse of the targets in Chinese local public-service plans."""
