-- AlterTable
ALTER TABLE "partner" ADD COLUMN     "country" TEXT;
