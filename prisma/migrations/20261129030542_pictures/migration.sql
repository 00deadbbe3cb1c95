-- AlterTable
ALTER TABLE "partner" ADD COLUMN     "colour" TEXT,
ADD COLUMN     "logo_id" TEXT,
ADD COLUMN     "logo_small_id" TEXT,
ADD COLUMN     "text_colour" TEXT;

-- AlterTable
ALTER TABLE "reward" DROP COLUMN "picture_url",
ADD COLUMN     "picture_id" TEXT,
ADD COLUMN     "picture_small_id" TEXT;

-- CreateTable
CREATE TABLE "picture" (
    "id" TEXT NOT NULL,
    "partner_id" INTEGER NOT NULL,
    "data" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "picture_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "picture_partner_id_idx" ON "picture"("partner_id");

-- What Prisma's schema language cannot say.
ALTER TABLE "picture"
    ADD CONSTRAINT "picture_id_check" CHECK ("id" ~ '^[0-9a-f]{64}$');

ALTER TABLE "partner"
    ADD CONSTRAINT "partner_logo_check" CHECK (("logo_id" IS NULL) = ("logo_small_id" IS NULL)),
    ADD CONSTRAINT "partner_colours_check" CHECK (("colour" IS NULL) = ("text_colour" IS NULL)),
    ADD CONSTRAINT "partner_colour_check" CHECK ("colour" ~ '^#[0-9a-f]{6}$' AND "text_colour" ~ '^#[0-9a-f]{6}$');

ALTER TABLE "reward"
    ADD CONSTRAINT "reward_picture_check" CHECK (("picture_id" IS NULL) = ("picture_small_id" IS NULL));
