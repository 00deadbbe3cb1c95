-- AlterTable
ALTER TABLE "reward_code" ADD COLUMN     "revealed_at" TIMESTAMPTZ(3);

-- Nobody kept which of these were seen: all of them may have been.
UPDATE "reward_code" SET "revealed_at" = now() WHERE "claim_id" IS NOT NULL;
