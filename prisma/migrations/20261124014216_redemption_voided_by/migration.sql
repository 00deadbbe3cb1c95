-- Whose no it was. Null for what was voided before this was kept: then only partners could.
-- AlterTable
ALTER TABLE "redemption" ADD COLUMN     "voided_by" TEXT;
