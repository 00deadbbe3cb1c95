-- AlterTable
ALTER TABLE "member_pin" DROP COLUMN "locked_until";

-- CreateTable
CREATE TABLE "pin_place" (
    "member_id" UUID NOT NULL,
    "place" TEXT NOT NULL,
    "failed_tries" INTEGER NOT NULL,
    "locked_until" TIMESTAMPTZ(3),
    "last_wrong_at" TIMESTAMPTZ(3),
    "last_right_at" TIMESTAMPTZ(3),

    CONSTRAINT "pin_place_pkey" PRIMARY KEY ("member_id","place")
);

-- CreateTable
CREATE TABLE "try_count" (
    "name" TEXT NOT NULL,
    "tries" INTEGER NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "try_count_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "pin_place_place_last_wrong_at_idx" ON "pin_place"("place", "last_wrong_at");

-- CreateIndex
CREATE INDEX "pin_place_last_wrong_at_idx" ON "pin_place"("last_wrong_at");

-- CreateIndex
CREATE INDEX "try_count_ends_at_idx" ON "try_count"("ends_at");
