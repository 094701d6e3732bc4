"""Quotations to look at: a report, a notebook view and a small server, from one set of templates."""
