-- AlterTable
ALTER TABLE "redemption" ADD COLUMN     "asked_at" TIMESTAMPTZ(3),
ADD COLUMN     "gave_way_at" TIMESTAMPTZ(3);
