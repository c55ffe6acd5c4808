-- Marks are written without a trigger that looks at each of them: the functions that mark know by
-- themselves when a transaction is serializable. Starting the trigger cost more than the row.
drop trigger if exists note_mark on pggit.dirty_objects;
