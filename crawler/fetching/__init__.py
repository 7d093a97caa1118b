"""Scrapy's side of fetching: manners, robots.txt, redirects, what came over the line, and what is kept of it."""
