-- How long tracking is disabled for the whole database, beside the configuration that capture reads anyway.
alter type pggit._tracking add attribute disabled_until timestamptz;
