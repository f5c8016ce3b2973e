from django.db import migrations

REFUSE = """
CREATE OR REPLACE FUNCTION meetings_refuse_after_approval() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  one jsonb;
BEGIN
  IF dsr_door_open() OR (TG_OP = 'UPDATE'
     AND before - string_to_array(TG_ARGV[0], ',') = after - string_to_array(TG_ARGV[0], ',')) THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP <> 'DELETE' AND meetings_is_correction(TG_TABLE_NAME::text, before, after) THEN
    RETURN NEW;
  END IF;
  FOREACH one IN ARRAY array_remove(ARRAY[before, after], NULL) LOOP
    IF EXISTS (
      SELECT 1 FROM meetings_approval a WHERE a.meeting_id = CASE TG_TABLE_NAME
        WHEN 'meetings_meeting' THEN (one ->> 'id')::uuid
        WHEN 'meetings_outcome' THEN
          (SELECT i.meeting_id FROM meetings_agendaitem i WHERE i.id = (one ->> 'item_id')::uuid)
        ELSE (one ->> 'meeting_id')::uuid END
    ) THEN
      RAISE EXCEPTION '% refused: the minutes of this meeting are approved', TG_OP
        USING ERRCODE = 'restrict_violation';
    END IF;
  END LOOP;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""

CORRECTION = """
-- Beside approved minutes, with who, when and why: attendance whose correction is written, minutes
-- that are struck out once and for all, and the line of minutes that are struck out.
CREATE FUNCTION meetings_is_correction(of_table text, before jsonb, after jsonb)
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

WORKED_OUT = """
-- Whether a decision is provisional is worked out from the attendance.
CREATE OR REPLACE TRIGGER meetings_approved
  BEFORE INSERT OR UPDATE OR DELETE ON meetings_outcome
  FOR EACH ROW EXECUTE FUNCTION meetings_refuse_after_approval('provisional');
"""

AS_BEFORE = """
CREATE OR REPLACE TRIGGER meetings_approved
  BEFORE INSERT OR UPDATE OR DELETE ON meetings_outcome
  FOR EACH ROW EXECUTE FUNCTION meetings_refuse_after_approval('');
"""

WITHOUT = REFUSE.replace(
    """  IF TG_OP <> 'DELETE' AND meetings_is_correction(TG_TABLE_NAME::text, before, after) THEN
    RETURN NEW;
  END IF;
""",
    "",
)


class Migration(migrations.Migration):
    """Let corrections stand beside approved minutes; every other change is refused as before."""

    dependencies = [("meetings", "0007_put_right")]
    operations = [
        migrations.RunSQL(CORRECTION, "DROP FUNCTION meetings_is_correction(text, jsonb, jsonb)"),
        migrations.RunSQL(REFUSE, WITHOUT),
        migrations.RunSQL(WORKED_OUT, AS_BEFORE),
    ]
