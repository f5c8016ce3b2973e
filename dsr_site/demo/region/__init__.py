"""The made-up region: two regions' worth of areas, staff and people, none of whom exist.

`places` makes organisations, areas and accounts, `people` says who somebody is, `story` what
happens to them day by day, `bulk` adds people by the ten thousand. Everything but the bulk goes
through the workflows, with its own day in the past as the time.
"""
