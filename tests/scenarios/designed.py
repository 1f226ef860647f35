"""The touchpoints of the library as they were designed, number by number: what the YAML files are checked against.

One line each: id | name | owner and channel (- = none) | stage of six, of five, phase | mean delay in days |
mean service in minutes x staff (hours a day) | next. Below the dots, what the integrated design changes: id | next,
or id | mean delay in days. The bank stands in test_library.py.
"""

TABLES: dict[str, str] = {
    "grey_retail": """
01 | Viral video / tweet / promo (trigger) | MKT social | Aware Aware Before | 0.5 | - | 02 0.6 03 0.2 LOST 0.2
02 | Google results | MKT search | Aware Aware Before | 0.1 | - | 04 0.65 05 0.15 LOST 0.2
03 | Targeted campaign e-mail | MKT email | Interest Aware Before | 1 | - | 04 0.55 LOST 0.45
04 | Category / product page | ECOM web | Interest Consider Before | 0.2 | - | 06 0.35 07 0.1 05 0.15 LOST 0.4
05 | Store browse | STORE store | Interest Consider Before | 1 | - | 08 0.6 04 0.1 LOST 0.3
06 | Comparison & reviews | ECOM web | Consider Consider Before | 2 | - | 09 0.55 07 0.1 LOST 0.35
07 | Pre-sale live chat | CC chat | Consider Consider Before | 0 | 9 x 2 (12) | 09 0.5 05 0.15 LOST 0.35
08 | Store adviser | STORE store | Consider Consider Before | 0 | 14 x 5 (11) | 10 0.55 09 0.15 LOST 0.3
09 | Cart & checkout | ECOM web | Action Purchase During | 0.1 | - | 11 0.3 12 0.08 LOST 0.62
10 | Store till | STORE store | Action Purchase During | 0 | 4 x 1 (11) | 15 0.97 LOST 0.03
11 | Payment & confirmation | FIN email | Action Purchase During | 0.1 | - | 14 1
12 | Order help call | CC phone | Action Purchase During | 0 | 6 x 1 (12) | 11 0.65 LOST 0.35
14 | Delivery & tracking | LOG app | Use Use After | 3 | - | 15 0.78 16 0.22
15 | First use at home (silent) | - - | Use Use After | 5 | - | 17 0.12 19 0.3 WIN 0.58
16 | "Where is my order" call | CC phone | Use Use After | 0.5 | 6 x 1 (12) | 15 0.75 17 0.25
17 | Support / return request | SVC phone | Use Use After | 1 | 9 x 1 (12) | 18 0.8 15 0.2
18 | Returns desk that refuses web returns | STORE store | Use Use After | 1 | 11 x 1 (11) | 15 0.5 17 0.25 19 0.25
19 | Review / social post | MKT social | Advocacy Loyal After | 2 | - | WIN 1
...
09 | 11 0.38 12 0.05 LOST 0.57
12 | 11 0.85 LOST 0.15
14 | 15 0.92 16 0.08
16 | 15 0.95 17 0.05
18 | 15 0.85 17 0.05 19 0.1
17 | 18 0.55 15 0.45
17 | 0.3
18 | 0.5
14 | 2.5
""",
    "hotel_goal_lens": """
01 | Trip triggered (silent) | - - | Aware Aware Before | 3 | - | 02 0.6 03 0.4
02 | Search / metasearch | MKT search | Aware Aware Before | 0.2 | - | 03 0.45 04 0.35 LOST 0.2
03 | OTA listing | OTA ota | Interest Consider Before | 0.5 | - | 05 0.4 04 0.1 LOST 0.5
04 | Hotel website | DIG web | Consider Consider Before | 0.2 | - | 06 0.35 05 0.1 07 0.05 LOST 0.5
05 | OTA booking | OTA ota | Action Purchase During | 0 | - | 08 1
06 | Direct booking | RES web | Action Purchase During | 0 | - | 08 1
07 | Reservations desk call | RES phone | Action Purchase During | 0 | 6 x 1 (12) | 08 0.55 LOST 0.45
08 | Confirmation e-mail | RES email | Action Purchase During | 0.1 | - | 09 1
09 | Waiting; still free to cancel (silent) | - - | Action Purchase During | 20 | - | 10 0.72 LOST 0.28
10 | Packing: iron? plug? safe? (silent) | - - | Use Use During | 1 | - | 12 0.72 11 0.22 LOST 0.06
11 | Pre-arrival question call | FO phone | Use Use During | 0.1 | 5 x 1 (16) | 12 0.95 LOST 0.05
12 | Travelling (silent) | - - | Use Use During | 0.4 | - | 13 1
13 | Check-in desk | FO desk | Use Use During | 0 | 6 x 1 (12) | 14 1
14 | Room (housekeeping) | HK onsite | Use Use During | 1.1 | - | 15 0.25 16 0.75
15 | In-stay request (missing item) | FO phone | Use Use During | 0.1 | 6 x 1 (16) | 14 0.1 16 0.9
16 | Breakfast / F&B | FB onsite | Use Use During | 0.5 | - | 17 1
17 | Check-out & bill | FIN desk | Use Use During | 0 | 5 x 2 (6) | 18 0.1 19 0.9
18 | Billing dispute | FIN email | Use Use After | 4 | 12 x 1 (8) | 19 1
19 | Evaluation on the way home (silent) | - - | Advocacy Loyal After | 2 | - | 20 0.2 21 0.8
20 | Review on OTA / social | MKT social | Advocacy Loyal After | 1 | - | 21 1
21 | Loyalty-programme e-mail | LOY email | Advocacy Loyal After | 14 | - | WIN 1
...
09 | 10 0.78 LOST 0.22
10 | 12 0.92 11 0.06 LOST 0.02
14 | 15 0.1 16 0.9
17 | 18 0.03 19 0.97
04 | 06 0.4 05 0.06 07 0.05 LOST 0.49
18 | 1
15 | 0.05
""",
    "bank_social_selfservice": """
01 | Need arises (silent) | - - | Use Use After | 0.2 | - | 02 0.4 03 0.14 05 0.27 07 0.06 08 0.06 10 0.07
02 | Mobile app self-service | DIG app | Use Use After | 0 | - | WIN 0.72 05 0.18 07 0.04 08 0.02 LOST 0.04
03 | Portal with video briefings | DIG web | Use Use After | 0 | - | 04 0.2 WIN 0.52 05 0.23 LOST 0.05
04 | Video session with a human face | CC video | Use Use After | 0 | 9 x 1 (12) | WIN 0.85 06 0.1 LOST 0.05
05 | Phone agent (first line) | CC phone | Use Use After | 0 | 5.5 x 2 (12) | WIN 0.68 06 0.17 11 0.15
06 | Product second line | PROD phone | Use Use After | 0.1 | 8 x 1 (9) | WIN 0.74 11 0.2 LOST 0.06
07 | Twitter support handle | SOC twitter | Use Use After | 0.1 | 7 x 1 (12) | WIN 0.55 05 0.3 12 0.1 LOST 0.05
08|Facebook page (marketing-owned)|MKT facebook|Use Use After|0.3|4 x 1 (8)|07 0.6 05 0.2 WIN 0.15 LOST 0.05
10 | Branch | BRANCH branch | Use Use After | 0.5 | 14 x 2 (7) | WIN 0.88 05 0.07 06 0.05
11 | Waits, then repeats the request (silent) | - - | Use Use After | 1 | - | 05 0.8 07 0.12 10 0.08
12 | Public complaint post | - social | Advocacy Loyal After | 0.2 | - | 07 0.65 13 0.35
13 | Complaints department | QUAL email | Use Loyal After | 4 | 20 x 1 (8) | WIN 0.8 LOST 0.2
...
05 | WIN 0.78 06 0.12 11 0.1
06 | WIN 0.88 11 0.09 LOST 0.03
07 | WIN 0.74 05 0.16 12 0.06 LOST 0.04
08 | 07 0.15 05 0.08 WIN 0.73 LOST 0.04
02 | WIN 0.78 05 0.13 07 0.04 08 0.02 LOST 0.03
03 | 04 0.3 WIN 0.54 05 0.12 LOST 0.04
12 | 07 0.85 13 0.15
08 | 0.05
07 | 0.03
11 | 0.6
13 | 2
06 | 0.02
""",
    "auto_five_stage": """
01 | Outdoor ad / bus shelter | MKT ooh | Aware Aware Before | 3 | - | 02 0.4 03 0.45 LOST 0.15
02 | PR / motoring press | PR press | Aware Aware Before | 4 | - | 03 0.6 04 0.1 LOST 0.3
03 | Configurator / landing page | DIG web | Interest Consider Before | 2 | - | 04 0.08 05 0.22 LOST 0.7
04 | Webinar / launch event | MKT event | Interest Consider Before | 7 | - | 05 0.5 LOST 0.5
05 | Lead form to dealer call-back | DEALER phone | Consider Consider Before | 2 | 8 x 1 (9) | 06 0.55 LOST 0.45
06 | Dealer visit and test drive | DEALER store | Consider Consider Before | 4 | 60 x 4 (9) | 07 0.55 LOST 0.45
07 | Trade-in & finance quote | CAPTIVE store | Consider Consider Before | 2 | 40 x 2 (9) | 08 0.58 06 0.1 LOST 0.32
08 | Contract and order | DEALER store | Action Purchase During | 1 | 45 x 2 (9) | 09 1
09 | Waiting for delivery (silent) | - - | Action Purchase During | 60 | - | 10 0.8 11 0.15 LOST 0.05
11 | "Where is my car" call | CC phone | Action Purchase During | 2 | 6 x 1 (9) | 10 0.92 LOST 0.08
10 | Handover | DEALER store | Action Purchase During | 1 | 50 x 2 (9) | 12 1
12 | Driving (silent use) | - - | Use Use After | 180 | - | 13 0.8 14 0.2
13 | Workshop booking | WORKSHOP phone | Use Use After | 3 | 5 x 1 (9) | 15 1
14 | Warranty fault call | OEMSVC phone | Use Use After | 1 | 10 x 1 (9) | 15 0.9 16 0.1
15 | Official workshop | WORKSHOP store | Use Use After | 1 | 90 x 3 (9) | 17 0.8 16 0.2
16 | Complaint: dealer says A, maker says B | OEMSVC email | Use Use After | 6 | 20 x 1 (9) | 15 0.5 17 0.5
17 | Newsletter / loyalty programme | CRM email | Advocacy Loyal After | 60 | - | 18 0.25 WIN 0.75
18 | Owners' club advocate | MKT social | Advocacy Loyal After | 10 | - | WIN 1
...
05 | 06 0.68 LOST 0.32
07 | 08 0.66 06 0.06 LOST 0.28
09 | 10 0.93 11 0.04 LOST 0.03
11 | 10 0.97 LOST 0.03
14 | 15 0.97 16 0.03
15 | 17 0.92 16 0.08
16 | 15 0.3 17 0.7
05 | 0.3
07 | 1
16 | 2
14 | 0.3
13 | 1.5
11 | 0.2
""",
    "ski_personas": """
01 | Winter trigger (silent) | - - | Aware Aware Before | 5 | - | 02 0.45 03 0.35 04 0.2
02 | Influencer video | MKT social | Aware Aware Before | 1 | - | 03 0.6 LOST 0.4
03 | Blog & buying guide | MKT web | Interest Consider Before | 3 | - | 05 0.5 04 0.1 LOST 0.4
04|Advice from friends on the slope (silent WOM)|- wom|Interest Consider Before|4|-|05 0.45 07 0.3 LOST 0.25
05 | Product page & ratings | ECOM web | Consider Consider Before | 2 | - | 06 0.1 08 0.38 07 0.17 LOST 0.35
06 | Expert chat | CC chat | Consider Consider Before | 0 | 10 x 1 (6) | 08 0.55 07 0.15 LOST 0.3
07 | Shop boot-fitting | STORE store | Consider Consider Before | 3 | 35 x 2 (9) | 09 0.62 08 0.1 LOST 0.28
08 | Web checkout | ECOM web | Action Purchase During | 0.1 | - | 10 0.36 LOST 0.64
09 | Shop till | STORE store | Action Purchase During | 0 | 4 x 1 (9) | 11 1
10 | Delivery | LOG courier | Action Purchase During | 3 | - | 11 0.88 12 0.12
12 | Delivery-issue call | CC phone | Use Use After | 1 | 7 x 1 (6) | 11 0.85 LOST 0.15
11 | Waiting for snow (silent) | - - | Use Use After | 20 | - | 13 1
13 | First day on the slope (silent use) | - - | Use Use After | 1 | - | 14 0.16 15 0.5 16 0.2 WIN 0.14
14 | Fit problem / return | SVC store | Use Use After | 4 | 20 x 1 (9) | 13 0.4 15 0.45 LOST 0.15
15|CRM season-end mail / trade-in as the child grows|CRM email|Advocacy Loyal After|60|-|16 0.2 17 0.25 WIN 0.55
16 | Review / community post | MKT social | Advocacy Loyal After | 2 | - | WIN 1
17 | Repurchase | ECOM web | Advocacy Loyal After | 30 | - | WIN 1
...
05 | 06 0.14 08 0.41 07 0.17 LOST 0.28
06 | 08 0.66 07 0.16 LOST 0.18
08 | 10 0.42 LOST 0.58
10 | 11 0.95 12 0.05
13 | 14 0.07 15 0.55 16 0.24 WIN 0.14
14 | 13 0.6 15 0.33 LOST 0.07
15 | 16 0.2 17 0.34 WIN 0.46
14 | 1.5
07 | 1.5
""",
    "telco_storm": """
01 | Issue noticed (silent) | - - | Use Use After | 0.1 | - | 02 0.38 03 0.25 05 0.32 10 0.05
02 | App self-diagnosis | DIG app | Use Use After | 0 | - | WIN 0.5 05 0.35 03 0.1 LOST 0.05
03 | Chatbot | DIG chat | Use Use After | 0 | - | WIN 0.35 04 0.4 05 0.2 LOST 0.05
04 | Chat agent (outsourcer) | CCOUT chat | Use Use After | 0 | 9 x 1 (14) | WIN 0.65 06 0.2 05 0.1 LOST 0.05
05|Phone first line (outsourcer)|CCOUT phone|Use Use After|0|6.5 x 3 (14)|WIN 0.58 06 0.2 09 0.19 LOST 0.03
06 | Technical second line | NET phone | Use Use After | 0.2 | 12 x 2 (12) | WIN 0.52 07 0.25 09 0.23
07 | Waiting for the technician (silent) | - - | Use Use After | 4 | - | 08 0.97 LOST 0.03
08 | Technician visit | FIELD home | Use Use After | 0 | 50 x 2 (9) | WIN 0.82 09 0.18
09 | Waits and chases (silent) | - - | Use Use After | 1.5 | - | 05 0.58 10 0.18 12 0.06 13 0.14 14 0.04
10 | Public complaint on social media | - social | Advocacy Loyal After | 0.2 | - | 11 0.6 05 0.3 LOST 0.1
11 | Social care reply | SOC twitter | Use Use After | 0.2 | 7 x 1 (12) | WIN 0.45 05 0.35 06 0.15 LOST 0.05
12 | Billing dispute | FIN phone | Use Use After | 2 | 11 x 1 (9) | WIN 0.6 09 0.3 LOST 0.1
13 | Retention desk | RET phone | Use Loyal After | 0 | 10 x 1 (12) | WIN 0.6 LOST 0.4
14 | Regulator / ombudsman | LEGAL email | Use Loyal After | 20 | 30 x 1 (8) | WIN 0.5 LOST 0.5
...
02 | WIN 0.6 05 0.28 03 0.09 LOST 0.03
04 | WIN 0.78 06 0.14 05 0.05 LOST 0.03
05 | WIN 0.72 06 0.17 09 0.09 LOST 0.02
06 | WIN 0.66 07 0.25 09 0.09
08 | WIN 0.92 09 0.08
11 | WIN 0.72 05 0.15 06 0.1 LOST 0.03
12 | WIN 0.8 09 0.14 LOST 0.06
09 | 05 0.72 10 0.1 12 0.05 13 0.11 14 0.02
07 | 2
09 | 0.8
11 | 0.04
12 | 0.8
06 | 0.05
""",
    "b2b_functional_gap": """
01 | Webinar / content | MKT event | Aware Aware Before | 5 | - | 02 0.45 LOST 0.55
02 | Nurture e-mail | MKT email | Interest Aware Before | 14 | - | 03 0.4 LOST 0.6
03 | SDR qualifying call | SALES phone | Interest Consider Before | 1 | 20 x 1 (8) | 04 0.55 LOST 0.45
04 | Demo | SALES video | Consider Consider Before | 5 | 60 x 1 (8) | 05 0.6 LOST 0.4
05 | Free trial (silent use) | - - | Consider Consider Before | 14 | - | 06 0.55 07 0.15 LOST 0.3
07 | Trial ticket | SVC email | Consider Consider Before | 0.5 | 18 x 1 (8) | 06 0.65 LOST 0.35
06 | Proposal & price | SALES video | Consider Purchase During | 4 | 45 x 1 (8) | 08 0.58 LOST 0.42
08 | Legal & procurement | LEGAL email | Action Purchase During | 10 | 60 x 1 (8) | 09 0.88 LOST 0.12
09 | Kick-off: Sales hands over to Service | CS video | Action Purchase During | 7 | 60 x 1 (8) | 10 0.78 11 0.22
10 | Implementation | SVC video | Use Use After | 21 | 240 x 1 (8) | 12 0.78 11 0.22
11 | "That is not what Sales promised" | SVC email | Use Use After | 5 | 40 x 1 (8) | 10 0.6 12 0.22 LOST 0.18
12 | Daily use (silent) | - - | Use Use After | 60 | - | 13 0.45 14 0.2 15 0.35
13 | Support ticket | SVC email | Use Use After | 0.8 | 25 x 1 (8) | 15 0.72 12 0.28
14 | Proactive success check-in | CS video | Use Use After | 1 | 30 x 1 (8) | 15 1
15 | Quarterly review / renewal notice | CS video | Use Loyal After | 30 | 45 x 1 (8) | 17 0.78 16 0.22
16 | Renewal at risk | SALES phone | Use Loyal After | 10 | 40 x 1 (8) | 17 0.5 LOST 0.5
17 | Renewal / upsell | SALES video | Advocacy Loyal After | 5 | 30 x 1 (8) | 18 0.25 WIN 0.75
18 | Reference / advocacy | MKT event | Advocacy Loyal After | 20 | - | WIN 1
...
09 | 10 0.94 11 0.06
10 | 12 0.9 11 0.1
11 | 10 0.7 12 0.24 LOST 0.06
12 | 13 0.3 14 0.38 15 0.32
15 | 17 0.87 16 0.13
16 | 17 0.6 LOST 0.4
05 | 06 0.6 07 0.15 LOST 0.25
09 | 3
10 | 14
11 | 2
13 | 0.4
""",
}
