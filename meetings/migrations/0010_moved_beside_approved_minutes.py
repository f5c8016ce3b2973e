from django.db import migrations

BEFORE = """
CREATE OR REPLACE FUNCTION meetings_is_correction(of_table text, before jsonb, after jsonb)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  struck constant text[] := '{struck_out_at,struck_out_by_id,struck_out_reason}';
BEGIN
  IF of_table = 'meetings_attendee' THEN
    RETURN (before IS NULL OR before - 'presence' = after - 'presence') AND EXISTS (
      SELECT 1 FROM meetings_attendancecorrection c
      WHERE c.attendee_id = (after ->> 'id')::uuid
        AND c.was = coalesce(before ->> 'presence', '') AND c.presence = after ->> 'presence');
  ELSIF of_table = 'meetings_outcome' THEN
    RETURN before ->> 'struck_out_at' IS NULL AND after ->> 'struck_out_at' IS NOT NULL
      AND before - struck = after - struck;
  ELSIF of_table = 'meetings_agendaitem' THEN
    RETURN before - 'state' = after - 'state' AND after ->> 'state' = 'struck' AND EXISTS (
      SELECT 1 FROM meetings_outcome o
      WHERE o.item_id = (after ->> 'id')::uuid AND o.struck_out_at IS NOT NULL);
  END IF;
  RETURN false;
END $$;
"""

MOVED = """
-- Beside approved minutes, with who, when and why: attendance whose correction is written, minutes
-- that are struck out once and for all, the line of minutes that are struck out, and minutes that
-- were moved from the wrong person: their line, and their words once they are checked. Those give
-- no rating.
CREATE OR REPLACE FUNCTION meetings_is_correction(of_table text, before jsonb, after jsonb)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  struck constant text[] := '{struck_out_at,struck_out_by_id,struck_out_reason}';
  moves constant text[] := '{state,carried_into_id,feedback_at,feedback_by_id}';
BEGIN
  IF of_table = 'meetings_attendee' THEN
    RETURN (before IS NULL OR before - 'presence' = after - 'presence') AND EXISTS (
      SELECT 1 FROM meetings_attendancecorrection c
      WHERE c.attendee_id = (after ->> 'id')::uuid
        AND c.was = coalesce(before ->> 'presence', '') AND c.presence = after ->> 'presence');
  ELSIF of_table = 'meetings_outcome' THEN
    IF before IS NULL THEN
      RETURN after ->> 'agreed_level' = '' AND after ->> 'rating_id' IS NULL AND EXISTS (
        SELECT 1 FROM meetings_movedminutes m
        WHERE m.item_id = (after ->> 'item_id')::uuid AND m.checked_at IS NULL);
    END IF;
    RETURN before ->> 'struck_out_at' IS NULL AND after ->> 'struck_out_at' IS NOT NULL
      AND before - struck = after - struck;
  ELSIF of_table = 'meetings_agendaitem' THEN
    IF after ->> 'state' = 'struck' THEN
      RETURN before - 'state' = after - 'state' AND EXISTS (
        SELECT 1 FROM meetings_outcome o
        WHERE o.item_id = (after ->> 'id')::uuid AND o.struck_out_at IS NOT NULL);
    END IF;
    RETURN (before IS NULL OR before - moves = after - moves) AND EXISTS (
      SELECT 1 FROM meetings_movedminutes m
      WHERE m.item_id = (after ->> 'id')::uuid AND m.checked_at IS NULL);
  END IF;
  RETURN false;
END $$;
"""


class Migration(migrations.Migration):
    """Let minutes moved from the wrong person stand beside approved ones."""

    dependencies = [("meetings", "0009_going_back")]
    operations = [migrations.RunSQL(MOVED, BEFORE)]
