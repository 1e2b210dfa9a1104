curl 'https://hooks.example.com/hooks' \
  -H 'accept: */*' \
  -H 'content-type: application/json' \
  -H 'stripe-signature: t=1790000000,v1=658ac2b3d09a4b006afb90f4a9245506f4e78eae0657ff8f7495556af619e63d' \
  -H 'user-agent: Stripe/1.0' \
  --data-raw $'{"id":"evt_1","type":"invoice.paid",\r\n "data":{"name":"Caf\u00e9"}}\n'
