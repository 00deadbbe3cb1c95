-- Sessions opened before have no id and no time of use: their members sign in again.
DELETE FROM "member_session";

-- AlterTable
ALTER TABLE "member_session" ADD COLUMN     "id" UUID NOT NULL,
ADD COLUMN     "last_used_at" TIMESTAMPTZ(3) NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "member_session_id_key" ON "member_session"("id");
