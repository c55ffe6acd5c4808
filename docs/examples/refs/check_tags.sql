-- A release that is to be tagged asks before it begins.
select pggit.check_tags(array['v1.1', 'billing']);

-- `main` is the branch, and as a ref it would go on to mean that.
select pggit.check_tags(array['v1.1', 'main']);
--> ERROR:  PGR05: 'main' cannot be a tag: as a ref it is a branch
--> HINT:  Take a name that means nothing yet.
