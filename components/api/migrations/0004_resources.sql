-- When the user's deletions were last looked through for those that need not be known any longer.
ALTER TABLE users ADD COLUMN purged_at INTEGER NOT NULL DEFAULT 0;

CREATE INDEX records_by_deletion ON records (user_id, updated_on) WHERE deleted = 1;

-- Templates that everybody may see, for lists and by id. Ids are made by clients, so two authors may have used one.
CREATE INDEX public_templates_by_time ON records (sort_at DESC, id DESC)
  WHERE kind = 'plan_template' AND deleted = 0 AND fields ->> 'visibility' = 'public';

CREATE INDEX public_templates_by_id ON records (id)
  WHERE kind = 'plan_template' AND deleted = 0 AND fields ->> 'visibility' = 'public';

-- Who made a plan of whose template. Somebody who does so again counts once.
CREATE TABLE template_adoptions (
  author_id TEXT NOT NULL,
  template_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  adopted_at INTEGER NOT NULL,
  PRIMARY KEY (author_id, template_id, user_id)
) WITHOUT ROWID;

CREATE INDEX template_adoptions_by_user ON template_adoptions (user_id);
