-- AlterTable
ALTER TABLE "purchase" ADD COLUMN     "first_of" TEXT,
ADD COLUMN     "inputs" TEXT,
ADD COLUMN     "shares" TEXT;

-- AlterTable
ALTER TABLE "return_allocation" ADD COLUMN     "shares" TEXT;

-- CreateTable
CREATE TABLE "programme_rule" (
    "id" UUID NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "programme_rule_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "programme_rule_partner_id_status_idx" ON "programme_rule"("partner_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "programme_rule_partner_id_number_version_key" ON "programme_rule"("partner_id", "number", "version");

-- CreateIndex
CREATE UNIQUE INDEX "purchase_first_of_key" ON "purchase"("first_of");

-- What Prisma cannot say.
ALTER TABLE "programme_rule" ADD CONSTRAINT "programme_rule_status_check" CHECK ("status" IN ('draft', 'live', 'paused', 'ended'));
