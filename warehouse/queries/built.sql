-- When the published tables were built, in UTC.
select built_at from build
