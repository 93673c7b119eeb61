"""The backtest: what can be known of the rules before anybody relies on them.

world       what links runs with injuries in a made-up world
├── training, simulator    lets it happen
├── judging                asks the product's own models about it
├── sessions, hazards, discrimination, pushing, population    see what comes out
└── trial                  all of that for one world
lovdal_file, lovdal        the same question to a file of published data
running, sections, page    the report; plots and markup draw it
"""
