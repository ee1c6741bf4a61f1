/**
 * What options mean, in the languages of the page. The tables say it in English; this is the same for other readers.
 */

/** @type {Record<string, string>} */
const ja = {
  'learning rate: a number, a schedule, or a function of the step index': '学習率（数値またはスケジュール）',
  'share of the velocity kept from step to step': '速度の減衰率（前のステップから残す割合）',
  'share of the moving average of squared gradients kept from step to step': '勾配の二乗の移動平均の減衰率',
  'share of the first moment kept from step to step': '一次モーメントの減衰率',
  'share of the second moment kept from step to step': '二次モーメントの減衰率',
  'stabiliser added outside the square root': '平方根の外に加える安定化項',
  'stabiliser added inside the square root': '平方根の中に加える安定化項',
  'adds l2 · w to the gradient': '勾配に l2 · w を加える（L2 正則化）',
  'decoupled decay: w shrinks by the factor 1 − lr · weightDecay':
    '分離型の重み減衰（毎回 w を 1 − lr · weightDecay 倍する）',
  'the rate on which both bounds close': '上下の限界が近づいていく学習率',
  'speed at which the bounds close': '上下の限界が狭まる速さ',
  'the gradient enters the velocity times 1 − dampening, after the first step':
    '2ステップ目から、勾配を 1 − dampening 倍して速度に加える',
  'value at which the sum of squared gradients starts': '勾配の二乗和の初期値',
  'divide by the standard deviation of the gradient instead of its root mean square':
    '二乗平均平方根ではなく、勾配の標準偏差で割る',
  'speed at which the look-ahead momentum grows towards beta1': '先読みのモーメンタムが beta1 に近づく速さ',
  'largest length of the whole gradient': '勾配全体の長さの上限',
  'largest size of any one component of the gradient': '勾配の各成分の大きさの上限',

  'steps up to the base rate': '目標の学習率に達するまでのステップ数',
  'share of the base rate to start from': '開始時の学習率（目標に対する割合）',
  'steps down to minLr': 'minLr まで下がるステップ数',
  'the rate at the end': '最後の学習率',
  'steps of the first cosine': '最初の周期のステップ数',
  'how much longer each period is than the last': '周期が前回の何倍に延びるか',
  'steps between two drops': '何ステップごとに下げるか',
  'what the rate is multiplied by': '学習率に掛ける係数',
  'exponent: 1 is a straight line': '指数（1 なら直線）',
  'steps of the whole cycle': '1サイクルのステップ数',
  'share of the steps on the way up': '上昇に使うステップの割合',
  'base rate over first rate': '目標の学習率 ÷ 最初の学習率',
  'first rate over last rate': '最初の学習率 ÷ 最後の学習率',

  'condition number: the largest eigenvalue': '条件数（最大固有値）',
  'number of parameters': 'パラメータの数',
  'rotation of the axes in degrees, for size 2 only': '軸の回転角（度。size が 2 のときのみ）',
  'where along the valley the minimum lies': '谷に沿った最小点の位置',
  'how steep the walls of the valley are': '谷の壁の傾斜の強さ',
  'weight of the term that bounds the loss; 0 for none': '損失を下に有界にする項の重み（0 ならなし）',
  'slope in every third step': '3回に1回現れる勾配の値',
  'standard deviation of the noise in each entry of the gradient': '勾配の各成分に加わるノイズの標準偏差',
  'seed of the random numbers': '乱数のシード',
  'number of points, more than features': 'データ点の数（特徴の数より多く）',
  'numbers in an input': '入力の次元',
  'standard deviation of the noise on y': 'y に加わるノイズの標準偏差',
  "the largest eigenvalue of the inputs' covariance": '入力の共分散行列の最大固有値',
  'shape of the two classes': '2クラスの形',
  'training points': '訓練データの数',
  'standard deviation of the noise on the points': 'データ点に加わるノイズの標準偏差',
  'share of the training points that get the wrong class': '訓練データのうち誤ったラベルの割合',
  'test points': 'テストデータの数',
  'outputs of the network': 'ネットワークの出力の数',
  'inputs of the network': 'ネットワークの入力の数',
  'hidden units, and at most the rank of the target': '中間ユニットの数（目標の階数の上限でもある）',
  'how many times larger than N(0, 1)/2 the first layer starts, and smaller the second':
    '1層目を N(0, 1)/2 の何倍で始めるか（2層目はその逆数倍）',
  'moons, rings, spirals, blobs, xor, or points { x: [[…], …], y: […] } with classes 0, 1… or, for mse, real targets':
    'moons、rings、spirals、blobs、xor、または自分のデータ { x: [[…], …], y: […] }（y はクラス 0, 1…、mse では実数も可）',
  'training points, if drawn': '生成する訓練データの数',
  'standard deviation of the noise on drawn points': '生成するデータに加わるノイズの標準偏差',
  'share of the training points that get a wrong class': '訓練データのうち誤ったラベルの割合',
  'test points, if drawn': '生成するテストデータの数',
  'widths of the hidden layers: up to 4, from 1 to 128': '中間層の幅（4層まで、各 1〜128）',
  'of the hidden units': '中間ユニットの活性化関数',
  'mean of ½(f − y)², or mean softmax cross-entropy': '½(f − y)² の平均、またはソフトマックス交差エントロピーの平均',
  'points in a mini-batch; 0, or as many as there are: all of them': 'ミニバッチの大きさ（0 なら全データ）',

  'f(x, y), at most 500 characters': 'f(x, y)（500文字まで）',
  'x of the start': '初期値の x',
  'y of the start': '初期値の y',
  'left edge of the domain': '表示範囲の左端',
  'right edge': '右端',
  'lower edge': '下端',
  'upper edge': '上端',

  'radius of the ball in which SAM looks for the worst point': 'SAM が損失の最も高い点を探す球の半径',
  'norm of the ball': '球を定めるノルム',
  'measure the ball in units of |w| (ASAM)': '各重みの大きさ |w| に合わせて球を伸縮する（ASAM）',
  'fades ε̂ out where the gradient is no longer than this': '勾配の長さがこれ以下の所で ε̂ を弱める',
};

/**
 * @param {import('./strings.js').Language} language
 * @param {string} meaning in English, as a table has it
 */
export const meaningIn = (language, meaning) => (language === 'ja' ? (ja[meaning] ?? meaning) : meaning);

/** Whether a meaning is there in all languages. @param {string} meaning */
export const isTranslated = (meaning) => meaning in ja;
