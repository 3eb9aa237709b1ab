-- A run may also begin with the assembly: the text is kept, the speakers are told anew.
alter table sessions drop constraint sessions_from_stage_check;
alter table sessions add constraint sessions_from_stage_check check (from_stage in ('prepare', 'assemble', 'todos'));
