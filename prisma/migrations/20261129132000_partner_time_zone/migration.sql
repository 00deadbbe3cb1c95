-- AlterTable
ALTER TABLE "partner" ADD COLUMN     "time_zone" TEXT;
