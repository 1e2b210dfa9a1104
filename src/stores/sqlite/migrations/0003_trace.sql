-- The span of the request that brought the delivery, if it was traced: 16 bytes of the trace, 8 of the span,
-- and its flags.
ALTER TABLE hookport_deliveries ADD COLUMN trace BLOB;
