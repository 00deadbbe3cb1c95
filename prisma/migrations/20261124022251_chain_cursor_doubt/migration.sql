-- AlterTable
ALTER TABLE "chain_cursor" ADD COLUMN     "doubt_reason" TEXT;
