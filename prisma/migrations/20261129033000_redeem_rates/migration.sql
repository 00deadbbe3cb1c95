-- No request ever set these two: a point was one minor unit everywhere, which a redemption without a rate still means.
-- AlterTable
ALTER TABLE "partner" DROP COLUMN "redeem_minor",
DROP COLUMN "redeem_points";

-- AlterTable
ALTER TABLE "redemption" ADD COLUMN     "redeem_rate_id" UUID;

-- CreateTable
CREATE TABLE "redeem_rate" (
    "id" UUID NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "minor" BIGINT NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "redeem_rate_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "redeem_rate_partner_id_version_key" ON "redeem_rate"("partner_id", "version");

-- What Prisma's schema language cannot say.
ALTER TABLE "redeem_rate"
    ADD CONSTRAINT "redeem_rate_version_check" CHECK ("version" >= 1),
    ADD CONSTRAINT "redeem_rate_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
    ADD CONSTRAINT "redeem_rate_points_check" CHECK ("points" >= 1),
    ADD CONSTRAINT "redeem_rate_minor_check" CHECK ("minor" >= 1);

-- A reward has its price in points; only money off has a rate.
ALTER TABLE "redemption"
    ADD CONSTRAINT "redemption_redeem_rate_check" CHECK ("redeem_rate_id" IS NULL OR "reward_id" IS NULL);
