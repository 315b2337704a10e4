-- Who may listen: everybody to their own channel, `user:<uid>`, and nobody may speak on it but the database.

create policy own_topic on realtime.messages for select to authenticated using (
  extension = 'broadcast' and (select realtime.topic()) = 'user:' || (select auth.uid())::text
);
