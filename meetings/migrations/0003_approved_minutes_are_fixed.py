from django.db import migrations

REFUSE = """
CREATE FUNCTION meetings_refuse_after_approval() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  one jsonb;
BEGIN
  IF dsr_door_open() OR (TG_OP = 'UPDATE'
     AND before - string_to_array(TG_ARGV[0], ',') = after - string_to_array(TG_ARGV[0], ',')) THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
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
CREATE TRIGGER meetings_approved BEFORE INSERT OR UPDATE OR DELETE ON meetings_outcome
  FOR EACH ROW EXECUTE FUNCTION meetings_refuse_after_approval('');
CREATE TRIGGER meetings_approved BEFORE INSERT OR UPDATE OR DELETE ON meetings_attendee
  FOR EACH ROW EXECUTE FUNCTION meetings_refuse_after_approval('');
CREATE TRIGGER meetings_approved BEFORE INSERT OR UPDATE OR DELETE ON meetings_agendaedit
  FOR EACH ROW EXECUTE FUNCTION meetings_refuse_after_approval('');
-- What follows a meeting is still noted on its lines.
CREATE TRIGGER meetings_approved BEFORE INSERT OR UPDATE OR DELETE ON meetings_agendaitem
  FOR EACH ROW EXECUTE FUNCTION
    meetings_refuse_after_approval('feedback_at,feedback_by_id,carried_into_id');
CREATE TRIGGER meetings_approved BEFORE UPDATE OR DELETE ON meetings_meeting
  FOR EACH ROW EXECUTE FUNCTION meetings_refuse_after_approval('');
"""

UNDO = """
DROP TRIGGER meetings_approved ON meetings_meeting;
DROP TRIGGER meetings_approved ON meetings_agendaitem;
DROP TRIGGER meetings_approved ON meetings_agendaedit;
DROP TRIGGER meetings_approved ON meetings_attendee;
DROP TRIGGER meetings_approved ON meetings_outcome;
DROP FUNCTION meetings_refuse_after_approval();
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_after_the_meeting")]
    operations = [migrations.RunSQL(REFUSE, UNDO)]
