-- CreateTable
CREATE TABLE "feed_event" (
    "partner_id" INTEGER NOT NULL,
    "number" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "object_id" UUID NOT NULL,
    "data" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feed_event_pkey" PRIMARY KEY ("partner_id","number")
);

-- CreateIndex
CREATE UNIQUE INDEX "feed_event_object_id_type_key" ON "feed_event"("object_id", "type");
