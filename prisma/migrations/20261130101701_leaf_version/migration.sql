-- By hand: leaves had six words until they had versions.
ALTER TABLE "batch" ADD COLUMN     "leaf_version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "batch" ALTER COLUMN "leaf_version" DROP DEFAULT;

-- AlterTable
ALTER TABLE "outbox_entry" ADD COLUMN     "explanation" TEXT;
