-- AlterTable
ALTER TABLE "member_pin" ADD COLUMN     "reset_expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "reset_hash" TEXT;
