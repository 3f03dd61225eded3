// Other languages than the product speaks: cspell:disable
/** A sentence or two by language, with the tokens of its JSON, counted with o200k_base. */
export const sentences: readonly (readonly [language: string, tokens: number, text: string])[] = [
  [
    'en',
    37,
    'Before you roll back a release, tell the channel of the team and wait until the queue is empty. Then run the command below and watch the rate of errors for ten minutes.',
  ],
  [
    'de',
    51,
    'Bevor du eine Version zurücknimmst, sage es im Kanal der Gruppe und warte, bis die Warteschlange leer ist. Danach führst du den folgenden Befehl aus und beobachtest zehn Minuten lang die Fehlerrate.',
  ],
  [
    'fr',
    45,
    'Avant de revenir à la version précédente, prévenez l’équipe et attendez que la file soit vide. Exécutez ensuite la commande ci-dessous et surveillez le taux d’erreurs pendant dix minutes.',
  ],
  [
    'es',
    39,
    'Antes de volver a la versión anterior, avise al equipo y espere hasta que la cola esté vacía. Después ejecute la orden siguiente y observe la tasa de errores durante diez minutos.',
  ],
  [
    'pl',
    58,
    'Zanim cofniesz wydanie, powiedz o tym zespołowi i poczekaj, aż kolejka będzie pusta. Następnie uruchom poniższe polecenie i obserwuj liczbę błędów przez dziesięć minut.',
  ],
  [
    'fi',
    51,
    'Ennen kuin palautat edellisen version, kerro siitä ryhmälle ja odota, että jono on tyhjä. Suorita sitten alla oleva komento ja seuraa virheiden määrää kymmenen minuuttia.',
  ],
  [
    'tr',
    44,
    'Bir sürümü geri almadan önce ekibe haber verin ve kuyruğun boşalmasını bekleyin. Sonra aşağıdaki komutu çalıştırın ve on dakika boyunca hata oranını izleyin.',
  ],
  [
    'vi',
    46,
    'Trước khi quay lại phiên bản cũ, hãy báo cho nhóm và đợi cho đến khi hàng đợi trống. Sau đó chạy lệnh dưới đây và theo dõi tỷ lệ lỗi trong mười phút.',
  ],
  [
    'ru',
    47,
    'Прежде чем откатить выпуск, сообщите об этом команде и дождитесь, пока очередь не опустеет. Затем выполните следующую команду и десять минут наблюдайте за частотой ошибок.',
  ],
  [
    'el',
    62,
    'Πριν επαναφέρετε μια έκδοση, ενημερώστε την ομάδα και περιμένετε να αδειάσει η ουρά. Έπειτα εκτελέστε την παρακάτω εντολή και παρακολουθήστε τα σφάλματα για δέκα λεπτά.',
  ],
  [
    'ar',
    35,
    'قبل التراجع عن الإصدار أخبر الفريق وانتظر حتى يفرغ الطابور. ثم نفذ الأمر التالي وراقب معدل الأخطاء لمدة عشر دقائق.',
  ],
  [
    'he',
    52,
    'לפני שחוזרים לגרסה הקודמת יש להודיע לצוות ולחכות עד שהתור יתרוקן. אחר כך מריצים את הפקודה הבאה ועוקבים אחר שיעור השגיאות במשך עשר דקות.',
  ],
  [
    'hi',
    42,
    'संस्करण वापस लेने से पहले टीम को बताएं और कतार के खाली होने तक प्रतीक्षा करें। फिर नीचे दिया गया आदेश चलाएं और दस मिनट तक त्रुटियों की दर देखें।',
  ],
  ['th', 55, 'ก่อนย้อนกลับไปยังรุ่นก่อนหน้า ให้แจ้งทีมและรอจนกว่าคิวจะว่าง จากนั้นรันคำสั่งด้านล่างและเฝ้าดูอัตราข้อผิดพลาดเป็นเวลาสิบนาที'],
  [
    'ja',
    54,
    'リリースを元に戻す前に、チームの連絡先に知らせ、待ち行列が空になるまで待ってください。その後、次のコマンドを実行し、十分間エラー率を確認します。',
  ],
  ['zh', 30, '在回滚版本之前，请通知团队并等待队列清空。然后运行以下命令，并在十分钟内观察错误率。'],
  ['tw', 40, '在回復版本之前，請通知團隊並等待佇列清空。然後執行以下命令，並在十分鐘內觀察錯誤率。'],
  [
    'ko',
    45,
    '릴리스를 되돌리기 전에 팀에 알리고 대기열이 빌 때까지 기다리세요. 그런 다음 아래 명령을 실행하고 십 분 동안 오류율을 지켜보세요.',
  ],
  ['ka', 29, 'ვერსიის დაბრუნებამდე შეატყობინეთ გუნდს და დაელოდეთ, სანამ რიგი დაცარიელდება.'],
  ['ta', 20, 'பதிப்பைத் திரும்பப் பெறுவதற்கு முன் குழுவிடம் சொல்லுங்கள்.'],
];
